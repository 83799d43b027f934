// Usage: schemas.mjs TOOLS ROOT WORK - see schemas.sh
import { createRequire } from 'node:module'
import { readFileSync, readdirSync, statSync, existsSync } from 'node:fs'
import { join } from 'node:path'

const [tools, root, work] = process.argv.slice(2)
const require = createRequire(join(tools, 'x.js'))
const Ajv = require('ajv/dist/2020').default
const addFormats = require('ajv-formats').default
const YAML = require('yaml')

const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true })
addFormats(ajv)
let checks = 0
let failures = 0
const fail = (text) => { failures++; console.log(`FAIL ${text}`) }

const schema = (name) => {
  const path = join(root, 'docs', 'schema', `${name}.schema.json`)
  if (!existsSync(path)) { fail(`${path} is missing`); return () => true }
  return ajv.compile(JSON.parse(readFileSync(path, 'utf8')))
}
const walk = (dir) => readdirSync(dir).sort().flatMap((name) => {
  const path = join(dir, name)
  return statSync(path).isDirectory() ? walk(path) : [path]
})
const yaml = (path) => YAML.parse(readFileSync(path, 'utf8'), { maxAliasCount: 0, intAsBigInt: false })
const takes = (validate, value, name) => {
  checks++
  if (!validate(value)) fail(`${name}: ${ajv.errorsText(validate.errors).slice(0, 300)}`)
}
const refuses = (validate, value, name) => {
  checks++
  if (validate(value)) fail(`${name} was taken`)
}

const vector = schema('vector')
const requirement = schema('requirement')
const profile = schema('profile')
schema('statement')
schema('baseline')
schema('adapter')
const targets = schema('targets')
const record = schema('record')
const run = schema('run')

const vectorFiles = walk(join(root, 'vectors')).filter((p) => p.endsWith('.yaml'))
for (const path of vectorFiles) takes(vector, yaml(path), path)
for (const path of walk(join(root, 'suites')).filter((p) => p.endsWith('.yaml')))
  takes(path.includes('/profiles/') ? profile : requirement, yaml(path), path)

const night = yaml(join(root, 'examples/targets/targets.yaml'))
takes(targets, night, 'examples/targets/targets.yaml')
for (const [key, value] of [['endpoints', []], ['bearer', 'a literal secret'], ['limits', { jobs: 0 }], ['limit', {}]])
  refuses(targets, { ...night, targets: [{ ...night.targets[0], [key]: value }] }, `a target with ${key}`)

// what the loader refuses, the schema refuses: one change at a time
const good = yaml(vectorFiles[0])
const spoil = (change, name) => {
  const copy = structuredClone(good)
  change(copy, copy.vectors[0])
  refuses(vector, copy, name)
}
spoil((file) => { file.format = 2 }, 'format 2')
spoil((file) => { delete file.suite }, 'a file without suite')
spoil((file) => { file.extra = 1 }, 'an unknown key of the file')
spoil((file) => { file.vectors = [] }, 'an empty list of vectors')
spoil((file, v) => { v.extra = 1 }, 'an unknown key of a vector')
spoil((file, v) => { delete v.id }, 'a vector without id')
spoil((file, v) => { v.id = 'Block.X' }, 'an id with capitals')
spoil((file, v) => { delete v.source }, 'a vector without source')
spoil((file, v) => { v.requires = [] }, 'a vector without requirement')
spoil((file, v) => { v.out = '0x'; v.reject = 'length' }, 'both out and reject')
spoil((file, v) => { delete v.out; delete v.reject }, 'neither out nor reject')

const lines = readFileSync(join(work, 'r.ndjson'), 'utf8').trimEnd().split('\n')
for (const line of lines) takes(record, JSON.parse(line), `record: ${line.slice(0, 80)}`)
refuses(record, { nonsense: true }, 'a record line of another kind')
takes(run, JSON.parse(readFileSync(join(work, 'run.json'), 'utf8')), 'run.json')
console.log(`schemas: ${checks} checks, ${failures} failed`)
process.exit(failures ? 1 : 0)
