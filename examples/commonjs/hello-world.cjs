// A CommonJS project: require() of an ES module, Node 20.19 or later.
const { emit, stateMachine } = require('asl-builder')

const machine = stateMachine({
  StartAt: 'HelloWorld',
  States: { HelloWorld: { Type: 'Task', Resource: '${HelloArn}', End: true } },
}).build()

console.log(emit(machine, { pretty: true }))
