// The roles of a new instance (examples/pusher-platform/PROTOCOL.md §9).

export const ALL = [
  "cursors:read:get",
  "cursors:read:set",
  "file:create",
  "file:get",
  "message:create",
  "presence:subscribe",
  "room:create",
  "room:delete",
  "room:get",
  "room:join",
  "room:leave",
  "room:members:add",
  "room:members:remove",
  "room:messages:get",
  "room:typing_indicator:create",
  "room:update",
  "user:get",
  "user:rooms:get",
];
export const DEFAULT = ALL.filter((name) => name !== "room:delete" && name !== "room:update");

// Creates them again after all resources were deleted, as the vendor's tests did.
export async function createInitialRoles(sdk) {
  await sdk.createGlobalRole({ name: "admin", permissions: ALL });
  await sdk.createGlobalRole({ name: "default", permissions: DEFAULT });
}
