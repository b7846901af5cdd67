import { Injectable, type PipeTransform } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { idIn } from '../lists/id.pipe';
import { findApplication } from './find-application';

/** The id in a path of an application that is there. Throws ApiError 404 `path.unknown`, `application.not_found`. */
@Injectable()
export class KnownApplication implements PipeTransform<string, Promise<bigint>> {
  constructor(private readonly dataSource: DataSource) {}

  async transform(text: string): Promise<bigint> {
    const { id } = await findApplication(this.dataSource.manager, idIn(text));
    return id;
  }
}
