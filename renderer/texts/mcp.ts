export const mcpTexts = {
  title: 'Other agents',
  help: 'An agent that speaks the Model Context Protocol can look at frames, ask engines and propose events here. Nothing it says becomes an event before you accept it. What it is shown goes where it computes.',
  replace:
    'Put the full path of the workstation’s folder in place of WORKSTATION, and of your project’s file in place of PROJECT.deepsport. One program edits a project at a time: while it is open here, the agent can read it but not propose.',
  command: 'Command',
  configuration: 'Configuration',
  copyCommand: 'Copy the command',
  copyConfiguration: 'Copy the configuration',
  copied: 'Copied',
};
