import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { GRANTED, PERMISSIONS } from '../../domain/permission.js';
import { ROLES } from '../../domain/work.js';
import { Answers } from '../http/openapi.js';
import { routesByAccess } from '../permissions.js';
import { PermissionList, type View } from '../views.js';

@ApiTags('people')
@Controller('api/v1/permissions')
export class PermissionsController {
  /** Who may do what, as the API holds it. */
  @Get()
  @Answers(200, 'every permission, with roles and routes', PermissionList)
  list(): View<typeof PermissionList> {
    const routes = routesByAccess();
    return {
      roles: [...ROLES],
      items: PERMISSIONS.map((permission) => ({
        permission,
        ...GRANTED[permission],
        roles: [...GRANTED[permission].roles],
        routes: routes.get(permission) ?? [],
      })),
      signedIn: routes.get('signed-in') ?? [],
      open: routes.get('everyone') ?? [],
    };
  }
}
