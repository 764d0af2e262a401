export type PersonValues = {
  name?: string;
  schoolId?: string;
  roles?: string[];
  phone?: string;
  loginName?: string;
  password?: string;
};

/** A role holds in the person's school; for staff of the office, in the whole of the office's part of the tree. */
export function personBody(values: PersonValues, officeRegionId: string | null): object {
  const schoolId = values.schoolId ?? null;
  const scope =
    schoolId === null ? { kind: 'region', regionId: officeRegionId } : { kind: 'school', schoolId };
  const loginName = (values.loginName ?? '').trim();
  return {
    name: values.name,
    schoolId,
    phone: values.phone ?? '',
    roles: (values.roles ?? []).map((role) => ({ role, scope })),
    ...(loginName === '' ? {} : { login: { loginName, password: values.password ?? '' } }),
  };
}
