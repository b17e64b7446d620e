// Runs after every install, and in any Node: says what to do when it is too old for this project.
// On Linux the install itself brings a Node that will do (see optionalDependencies in package.json).
const expectedMajor = 24
const [major = 0] = process.versions.node.split('.').map(Number)
if (major < expectedMajor) {
  process.stderr.write(
    `node ${process.version}: too old, expected ${expectedMajor} or newer; ` +
      'install it from https://nodejs.org or with your version manager, then run the install again\n',
  )
  process.exit(1)
}
