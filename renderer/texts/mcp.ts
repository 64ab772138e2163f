export const mcpTexts = {
  title: 'Other agents',
  help: 'An agent that speaks the Model Context Protocol can look at frames, ask engines and propose events here. Nothing it says becomes an event before you accept it. What it is shown goes where it computes.',
  replace:
    'Put the path of your project’s file in place of match.deepsport, and start it from the workstation’s folder. Close the project here while the agent proposes, for one program edits it at a time.',
  command: 'Command',
  configuration: 'Configuration',
  copyCommand: 'Copy the command',
  copyConfiguration: 'Copy the configuration',
  copied: 'Copied',
};
