import { useEffect, useState } from 'react';
import { SearchField } from '../../ui/fields';

interface SearchRowProps {
  label: string;
  placeholder: string;
  /** What the address says is searched for. */
  value: string;
  onChange: (value: string) => void;
}

/** A search that goes into the address once typing pauses; going back in the browser brings the words back. */
export function SearchRow({ label, placeholder, value, onChange }: SearchRowProps) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    if (typed.trim() === value) return;
    const pause = setTimeout(() => onChange(typed.trim()), 300);
    return () => clearTimeout(pause);
  }, [typed, value, onChange]);
  return (
    <div className="filters" role="search">
      <SearchField label={label} placeholder={placeholder} value={typed} onChange={setTyped} />
    </div>
  );
}
