import { Name } from '../../../ui/states';

/** A domain in a table: in one piece where there is room for it. */
export function Domain({ children }: { children: string }) {
  return (
    <span className="domain">
      <Name>{children}</Name>
    </span>
  );
}
