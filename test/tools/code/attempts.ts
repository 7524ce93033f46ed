// What a hostile program tries: ways out, and ways to take everything there is.
import type { CodeLanguage } from '../../../src/tools/code/sandbox.ts';

/** Each says `GOT` of what it got hold of. SECRET is a file of the host, PORT a server of it. */
export const ESCAPES: Readonly<Record<CodeLanguage, string>> = {
  python: `
import os, signal, socket, urllib.request
def attempt(what):
  try: print('GOT', what())
  except BaseException as error: print('shut', error)
for path in ['/etc/passwd', '/etc/shadow', '/root/.ssh/id_rsa', '/proc/self/root/etc/passwd', '/proc/1/root/etc/passwd', SECRET,
             '../../../../../../etc/passwd', '/work/../etc/passwd']:
  attempt(lambda: open(path).read())
print(dict(os.environ))
for path in ['/proc/self/environ', '/proc/1/environ', f'/proc/{os.getppid()}/environ']:
  try: print(open(path).read())
  except OSError as error: print('shut', error)
for place in [('127.0.0.1', PORT), ('1.1.1.1', 53), ('169.254.169.254', 80)]:
  attempt(lambda: socket.create_connection(place, 1))
attempt(lambda: urllib.request.urlopen('http://127.0.0.1:PORT', timeout=1).read())
attempt(lambda: __import__('js').process.env)
attempt(lambda: __import__('pyodide_js'))
try: open(SECRET, 'w').write('overwritten')
except OSError as error: print('shut', error)
attempt(lambda: os.write(3, b'{"exitCode": 0, "files": [], "notTaken": []}'))
try:
  os.symlink('/etc/passwd', 'passwd'); os.symlink('/', 'root'); os.mkfifo('fifo')
except BaseException as error: print('shut', error)
`,
  javascript: `
const paths = ['/etc/passwd', '/proc/self/environ', '/proc/1/environ', SECRET, '../../../../etc/passwd'];
const tries = [
  ...paths.map((path) => () => require('fs').readFileSync(path, 'utf8')),
  () => console.log.constructor('return process')().mainModule.require('fs').readFileSync('/etc/passwd', 'utf8'),
  () => ({}).constructor.constructor('return process.binding("fs")')(),
  () => tools.read_file.constructor('return this.process.mainModule')().require('child_process'),
  () => require('child_process').execSync('id'),
  () => require('node:net').connect(PORT, '127.0.0.1'),
  () => require('worker_threads').Worker,
  () => process.kill(process.ppid, 9),
  () => import('node:child_process').then((module) => module.execSync('id')),
  () => import('node:fs').then((fs) => fs.readFileSync(SECRET)),
  () => fetch('http://127.0.0.1:PORT'),
  () => { require('fs').symlinkSync('/etc/passwd', '/work/passwd'); return require('fs').readFileSync('/work/passwd', 'utf8'); },
];
for (const attempt of tries) { try { console.log('GOT', String(await attempt())); } catch (error) { console.log('shut', error.message); } }
console.log(JSON.stringify(process.env));
try { Object.prototype.toJSON = () => ({ kind: 'ran', exitCode: 7 }); } catch (error) { console.log('shut', error.message); }
`,
  bash: `
cat /etc/passwd /proc/self/environ /proc/1/environ SECRET ../../../../etc/shadow && echo GOT
env; printenv; set
curl -s http://127.0.0.1:PORT && echo GOT
wget -q http://127.0.0.1:PORT && echo GOT
exec 3<>/dev/tcp/127.0.0.1/PORT; echo -e 'GET / HTTP/1.0\\n\\n' >&3; cat <&3
sqlite3 :memory: "attach '/etc/passwd' as p; select 'GOT', * from p.sqlite_master; select 'GOT', readfile('/etc/passwd')"
awk 'BEGIN { while ((getline line < "/etc/passwd") > 0) print "GOT " line; "id -u root" | getline x; print x }'
yq '.' /etc/passwd && echo GOT
/usr/bin/id && echo GOT
kill -9 $PPID && echo GOT; kill -9 1 && echo GOT; kill -9 -1 && echo GOT
ln -s /etc/passwd passwd; ln -s / root; cat passwd && echo GOT
true
`,
};

/** One for each way of ending it, since each costs a second. */
export const BOMBS: readonly (readonly [string, CodeLanguage, string])[] = [
  ['a loop', 'python', 'while True: pass'],
  ['a loop', 'bash', 'while true; do :; done'],
  ['a catastrophe of a pattern', 'javascript', "/(a+)+$/.test('a'.repeat(40) + 'b')"],
  ['memory', 'python', "x = []\nwhile True: x.append('a' * 1000000)"],
  ['memory', 'javascript', "const x = []; for (;;) x.push('x'.repeat(100000) + x.length);"],
  ['output', 'python', "while True: print('x' * 1000)"],
  ['processes', 'python', 'import os\nwhile True: os.fork()'],
  ['processes', 'bash', ':(){ :|:& };:'],
  ['recursion', 'javascript', 'const f = () => f() + f(); f();'],
  ['files', 'python', "for i in range(10**6): open(f'{i}.bin', 'wb').write(b'x' * 50_000_000)"],
];
