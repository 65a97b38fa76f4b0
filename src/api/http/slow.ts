import { HttpException, HttpStatus } from '@nestjs/common';

/** Too many tries. Says how long to wait. */
export class Slow extends HttpException {
  constructor(readonly waitSeconds: number) {
    super(`Too many tries. Wait ${waitSeconds} seconds.`, HttpStatus.TOO_MANY_REQUESTS);
  }
}
