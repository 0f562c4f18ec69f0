/** Where an API is reached over a WebSocket: at its own address, as securely as there. */
export function socketAddress(endpoint: string): string {
  const url = new URL(endpoint, location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}
