import { useEffect, useRef, useState } from 'react';
import { SearchField } from '../../ui/fields';

interface SearchBoxProps {
  label: string;
  placeholder?: string;
  /** What is searched for now. */
  value: string;
  onSearch: (text: string) => void;
}

/** A search field that waits for a pause in the typing. What it shows follows the address, as after going back. */
export function SearchBox({ value, onSearch, ...field }: SearchBoxProps) {
  const [text, setText] = useState(value);
  const known = useRef(value);
  const search = useRef(onSearch);
  useEffect(() => {
    search.current = onSearch;
  }, [onSearch]);

  useEffect(() => {
    if (value === known.current) return;
    known.current = value;
    setText(value);
  }, [value]);

  useEffect(() => {
    const wanted = text.trim();
    if (wanted === known.current) return;
    const timer = setTimeout(() => {
      known.current = wanted;
      search.current(wanted);
    }, 250);
    return () => clearTimeout(timer);
  }, [text]);

  return <SearchField {...field} value={text} onChange={setText} />;
}
