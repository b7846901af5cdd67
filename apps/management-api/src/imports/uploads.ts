import multipart from '@fastify/multipart';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiError } from '@tessera/service-kit';
import type { FastifyRequest } from 'fastify';
import type { Upload } from './csv-rows';

/** 100,000 rows of a hundred bytes, and some. */
const UPLOAD_BYTES = 16 * 1024 * 1024;

/** Lets routes take files, one per request, as the SDKs send them. */
export async function acceptUploads(app: NestFastifyApplication): Promise<void> {
  await app.register(multipart, { limits: { fileSize: UPLOAD_BYTES, files: 1, fields: 10, parts: 11 } });
}

/** The request's file, as it arrives. Throws ApiError 415 upload.expected, 400 upload.missing; it may be truncated. */
export async function uploadOf(request: FastifyRequest): Promise<Upload> {
  if (!request.isMultipart())
    throw ApiError.of(415, 'upload.expected', 'The body is multipart/form-data with one file');
  const upload = await request.file();
  if (upload) return upload.file;
  throw ApiError.invalid('upload.missing', 'The form has no file', '/upFile');
}
