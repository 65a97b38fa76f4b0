import { HttpException } from '@nestjs/common';

/** A problem that programs must tell from others of its status; RFC 9457, 3.1.1. */
export class Typed extends HttpException {
  constructor(
    readonly type: string,
    status: number,
    message: string,
  ) {
    super(message, status);
  }
}
