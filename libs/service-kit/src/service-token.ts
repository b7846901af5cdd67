import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { ApiError } from './api-error';

const LIFETIME_SECONDS = 60;
/** Machines' clocks differ a little. */
const TOLERANCE_SECONDS = 5;
const ISSUER = 'tessera';
const SCHEME = 'Service';

/** Who asks: the calling service, and on whose behalf (application, role) where there is one. */
export interface ServiceClaims {
  readonly service: string;
  /** The application's id as decimal text. */
  readonly application?: string;
  readonly role?: string;
}

const payload = z.object({ sub: z.string().min(1), app: z.string().optional(), role: z.string().optional() });

/** Signs and checks the tokens of the HTTP between services: `Authorization: Service <JWT>`, HS256, valid for 60 s. */
export class ServiceTokens {
  private readonly key: Uint8Array;

  constructor(
    private readonly service: string,
    secret: string,
  ) {
    this.key = new TextEncoder().encode(secret);
  }

  /** The header's value for a call by this service. */
  async header(claims: Omit<ServiceClaims, 'service'> = {}): Promise<string> {
    return `${SCHEME} ${await signServiceToken({ service: this.service, ...claims }, this.key)}`;
  }

  /** Throws ApiError 401, with one text for every reason. */
  async verify(header: string | undefined): Promise<ServiceClaims> {
    const token = header?.startsWith(`${SCHEME} `) ? header.slice(SCHEME.length + 1) : '';
    try {
      return await verifyServiceToken(token, this.key);
    } catch {
      throw ApiError.unauthorized(SCHEME);
    }
  }
}

export function signServiceToken(claims: ServiceClaims, key: Uint8Array): Promise<string> {
  const { service, application, role } = claims;
  return new SignJWT({ ...(application ? { app: application } : {}), ...(role ? { role } : {}) })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(service)
    .setIssuer(ISSUER)
    .setIssuedAt()
    .setExpirationTime(`${LIFETIME_SECONDS}s`)
    .sign(key);
}

async function verifyServiceToken(token: string, key: Uint8Array): Promise<ServiceClaims> {
  const verified = await jwtVerify(token, key, {
    algorithms: ['HS256'],
    issuer: ISSUER,
    requiredClaims: ['sub', 'iat', 'exp'],
    // A token that claims to live longer is not one of ours.
    maxTokenAge: LIFETIME_SECONDS,
    clockTolerance: TOLERANCE_SECONDS,
  });
  const { sub, app, role } = payload.parse(verified.payload);
  return { service: sub, ...(app ? { application: app } : {}), ...(role ? { role } : {}) };
}
