/** Loaded before a program: the first socket it opens ends it with exit code 99. */
import dgram from 'node:dgram';
import dns from 'node:dns';
import net from 'node:net';

function caught(what: string): never {
  process.stderr.write(`opened a socket: ${what}\n`);
  process.exit(99);
}
net.Socket.prototype.connect = () => caught('net');
net.Server.prototype.listen = () => caught('listen');
dgram.createSocket = () => caught('dgram');
dns.lookup = Object.assign(() => caught('dns'), { __promisify__: dns.lookup.__promisify__ });
