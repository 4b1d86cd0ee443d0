// The first lesson in real JupyterLab in headless Chromium: open, run all,
// compare every cell with what it must show, run all again, interrupt a loop
// by key, complete, restart; light and dark pictures go to screenshots/.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const here = path.dirname(fileURLToPath(import.meta.url))
const root = path.resolve(here, '../..')
const node = path.join(root, '.cache/node')
const { chromium } = createRequire(node + '/x.js')('playwright-core')
const pictures = path.join(root, 'screenshots')
const token = 'spawnlab'
const patience = 60_000

let passed = 0
let failed = 0
async function test(name, body) {
  const began = Date.now()
  try {
    await body()
    passed++
    console.log(`ok   ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`)
  } catch (e) {
    failed++
    console.log(`FAIL ${name}\n${e.stack ?? e}`)
  }
}

function assert(ok, message) {
  if (!ok) throw new Error(message)
}

// until waits for a condition, not for a time.
async function until(what, condition) {
  for (const end = Date.now() + patience; ; await new Promise((r) => setTimeout(r, 50))) {
    const v = await condition()
    if (v) return v
    if (Date.now() > end) throw new Error('never happened: ' + what)
  }
}

async function freePort() {
  const s = net.createServer().listen(0, '127.0.0.1')
  await once(s, 'listening')
  const { port } = s.address()
  s.close()
  await once(s, 'close')
  return port
}

function setting(plugin, id, value) {
  const dir = path.join(process.env.JUPYTERLAB_SETTINGS_DIR, '@jupyterlab', plugin)
  fs.mkdirSync(dir, { recursive: true })
  fs.writeFileSync(path.join(dir, id + '.jupyterlab-settings'), JSON.stringify(value))
}

// startLab starts a server on a copy of the notebooks.
async function startLab() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lab-'))
  fs.cpSync(path.join(root, 'notebooks'), folder, { recursive: true })
  setting('apputils-extension', 'notification', { fetchNews: 'false', checkForUpdates: false })
  setting('notebook-extension', 'tracker', { windowingMode: 'none' })
  setting('docmanager-extension', 'plugin', { autosave: false })
  setting('completer-extension', 'manager', { autoCompletion: false })
  const port = await freePort()
  const server = spawn(path.join(root, '.cache/venv/bin/jupyter-lab'), [
    '--no-browser', '--allow-root', '--ServerApp.ip=127.0.0.1', `--ServerApp.port=${port}`,
    '--ServerApp.port_retries=0', `--IdentityProvider.token=${token}`, `--ServerApp.root_dir=${folder}`,
    '--LabApp.expose_app_in_browser=True', '--LabApp.news_url=None',
    '--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate',
  ], { detached: true, stdio: ['ignore', 'ignore', 'pipe'] })
  let log = ''
  server.stderr.on('data', (d) => { log += d })
  const url = `http://127.0.0.1:${port}`
  await until('the server answers', async () => {
    assert(server.exitCode === null, 'jupyter lab ended:\n' + log)
    return (await fetch(`${url}/api/status?token=${token}`).catch(() => null))?.ok
  })
  const stop = async () => {
    process.kill(-server.pid, 'SIGTERM')
    await once(server, 'exit')
    fs.rmSync(folder, { recursive: true, force: true })
  }
  return { url, stop }
}

const idle = (page) => until('the kernel is idle', () => page.evaluate(() => {
  const w = window.jupyterapp?.shell.currentWidget
  const busy = [...document.querySelectorAll('.jp-InputPrompt')].some((p) => p.textContent.includes('*'))
  return w?.context?.isReady && w.sessionContext.isReady && w.sessionContext.session?.kernel?.status === 'idle' && !busy
}))

async function open(page, url, notebook) {
  await page.goto(`${url}/doc/tree/${notebook}?reset`)
  await until('the notebook is open', () => page.evaluate((n) => {
    const w = window.jupyterapp?.shell.currentWidget
    return w?.context?.path === n && w.context.isReady
  }, notebook))
  await idle(page)
}

const command = (page, id, args = {}) => page.evaluate(([id, args]) => window.jupyterapp.commands.execute(id, args), [id, args])

async function runAll(page) {
  await command(page, 'notebook:run-all-cells')
  await idle(page)
  return outputs(page)
}

// outputs gives for each code cell its id, source and outputs.
const outputs = (page) => page.evaluate(() =>
  window.jupyterapp.shell.currentWidget.content.widgets.filter((w) => w.model.type === 'code').map((w) => ({
    id: w.model.id, source: w.model.sharedModel.getSource(), outputs: w.model.outputs.toJSON(),
  })))

const kind = (o) => (o.output_type === 'stream' ? o.name : o.output_type)
const join = (t) => (Array.isArray(t) ? t.join('') : t)
const plain = (o) => {
  if (o.output_type === 'stream') return join(o.text)
  if (o.output_type === 'error') return `${o.ename}: ${o.evalue}`
  return join(o.data['text/plain'])
}
// unnumbered leaves out the cell's number, which counts up.
const unnumbered = (o) => plain(o).replace(/In\[\d+\]/g, 'In[n]')
const trim = (t) => t.replace(/^\n+|\n+$/g, '')

function compare(cells, expected) {
  for (const [i, cell] of cells.entries()) {
    const want = expected[cell.id]
    assert(want, `cell ${i + 1} (${cell.id}) has no expectation`)
    const got = cell.outputs.map(kind)
    const shown = cell.outputs.map(plain).join('\n')
    assert(JSON.stringify(got) === JSON.stringify(want.map((w) => w.kind)),
      `cell ${i + 1}: ${got}, want ${want.map((w) => w.kind)}\n${cell.source}\n---\n${shown}`)
    cell.outputs.forEach((o, k) => {
      assert(new RegExp(`^(?:${want[k].text})$`, 's').test(trim(plain(o))), `cell ${i + 1} shows\n${plain(o)}\nwant\n${want[k].text}`)
      for (const mime of want[k].mime ?? []) assert(mime in o.data, `cell ${i + 1} has no ${mime}`)
    })
  }
}

// picture takes all cells at once: the window grows to the length of the
// notebook, which is measured in a low one.
async function picture(page, name) {
  const settled = () => page.evaluate(() => new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r))))
  await page.setViewportSize({ width: 1100, height: 300 })
  await page.evaluate(() => {
    const content = window.jupyterapp.shell.currentWidget.content
    content.activeCellIndex = 0
    document.querySelector('.jp-WindowedPanel-outer').scrollTop = 0
  })
  await settled()
  const high = await page.evaluate(() => document.querySelector('.jp-WindowedPanel-outer').scrollHeight)
  await page.setViewportSize({ width: 1100, height: Math.min(high + 100, 16000) })
  await until('the top is in sight', async () => {
    await settled()
    return page.evaluate(() => {
      const panel = document.querySelector('.jp-WindowedPanel-outer')
      panel.scrollTop = 0
      return panel.scrollTop === 0 && document.querySelector('.jp-Cell').getBoundingClientRect().top > 0
    })
  })
  await settled()
  await page.screenshot({ path: path.join(pictures, name + '.png') })
  await page.setViewportSize({ width: 1100, height: 800 })
}

const theme = async (page, name) => {
  await command(page, 'apputils:change-theme', { theme: name })
  await until(name, () => page.evaluate((n) => document.body.dataset.jpThemeName === n, name))
}

// addCell puts a code cell at the end and makes it the active one.
async function addCell(page, source) {
  await page.evaluate((source) => {
    const content = window.jupyterapp.shell.currentWidget.content
    content.activeCellIndex = content.widgets.length - 1
    return window.jupyterapp.commands.execute('notebook:insert-cell-below').then(() => {
      content.activeCell.model.sharedModel.setSource(source)
    })
  }, source)
}

async function main() {
  fs.mkdirSync(pictures, { recursive: true })
  const lesson = '02-processes.ipynb'
  const expected = JSON.parse(fs.readFileSync(path.join(root, 'notebooks/expect/02-processes.json')))
  const lab = await startLab()
  const browser = await chromium.launch({
    executablePath: fs.readFileSync(path.join(node, 'browser'), 'utf8').trim(),
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--force-color-profile=srgb', '--disable-background-networking'],
  })
  try {
    const context = await browser.newContext({ extraHTTPHeaders: { Authorization: `token ${token}` }, viewport: { width: 1100, height: 800 } })
    const page = await context.newPage()
    await test('open the lesson', () => open(page, lab.url, lesson))
    let first
    await test('run all: every cell shows what it must', async () => compare(first = await runAll(page), expected))
    await test('pictures, light and dark', async () => {
      await theme(page, 'JupyterLab Light')
      await picture(page, 'lesson-light')
      await theme(page, 'JupyterLab Dark')
      await picture(page, 'lesson-dark')
      await theme(page, 'JupyterLab Light')
    })
    await test('run all again: the same outputs', async () => {
      const again = await runAll(page)
      compare(again, expected)
      for (const [i, c] of again.entries()) {
        const [a, b] = [first[i].outputs.map(unnumbered).join('\n'), c.outputs.map(unnumbered).join('\n')]
        assert(a === b, `cell ${i + 1} first shows\n${a}\nand then\n${b}`)
      }
    })
    await test('change a cell and run it again', async () => {
      await addCell(page, 'func answer() int { return 41 }\nanswer()')
      await command(page, 'notebook:run-cell')
      await idle(page)
      await page.evaluate(() => window.jupyterapp.shell.currentWidget.content.activeCell.model.sharedModel.setSource('func answer() int { return 42 }\nanswer()'))
      await command(page, 'notebook:run-cell')
      await idle(page)
      const last = (await outputs(page)).at(-1)
      assert(plain(last.outputs[0]) === '42', JSON.stringify(last.outputs))
    })
    await test('a cell that fails stops those behind it', async () => {
      await addCell(page, 'panic("on purpose")')
      const first = await page.evaluate(() => window.jupyterapp.shell.currentWidget.content.activeCellIndex)
      for (let i = 0; i < 12; i++) await addCell(page, `fmt.Println(${i})`)
      await page.evaluate((i) => { window.jupyterapp.shell.currentWidget.content.activeCellIndex = i }, first)
      await command(page, 'notebook:run-all-below').catch(() => {})
      await idle(page)
      const shown = (await outputs(page)).slice(-13).map((c) => c.outputs.map(kind).join())
      assert(shown.join('|') === 'error' + '|'.repeat(12), shown.join('|'))
    })
    await test('interrupt an endless loop by key', async () => {
      await addCell(page, 'for {}')
      await command(page, 'notebook:enter-command-mode')
      await page.evaluate(() => { void window.jupyterapp.commands.execute('notebook:run-cell') })
      await until('the kernel is busy', () => page.evaluate(() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'busy'))
      await page.locator('.jp-Notebook').focus()
      await page.keyboard.press('i')
      await page.keyboard.press('i')
      await idle(page)
      const last = (await outputs(page)).at(-1)
      assert(kind(last.outputs[0]) === 'error' && /nterrupt/.test(plain(last.outputs[0])), JSON.stringify(last.outputs))
    })
    await test('restart and run all', async () => {
      await page.locator('.jp-Notebook').focus()
      await command(page, 'notebook:enter-command-mode')
      await page.keyboard.press('0')
      await page.keyboard.press('0')
      await page.locator('.jp-Dialog .jp-mod-accept').click()
      await until('the dialog is gone', async () => (await page.locator('.jp-Dialog').count()) === 0)
      await idle(page)
      const known = new Set(Object.keys(expected))
      await page.evaluate((known) => {
        const nb = window.jupyterapp.shell.currentWidget.content
        nb.model.sharedModel.transact(() => {
          for (let i = nb.widgets.length - 1; i >= 0; i--) {
            const m = nb.widgets[i].model
            if (m.type === 'code' && !known.includes(m.id)) nb.model.sharedModel.deleteCell(i)
          }
        })
      }, [...known])
      compare(await runAll(page), expected)
    })
  } finally {
    await browser.close()
    await lab.stop()
  }
  console.log(`${passed} passed, ${failed} failed`)
  process.exit(failed ? 1 : 0)
}

main().catch((e) => {
  console.error(e)
  console.log(`${passed} passed, ${failed + 1} failed`)
  process.exit(1)
})
