import { labels, moment, oneOf, sportLayout, toggle } from './build-layout.ts';

export const fencing = sportLayout(
  'Fencing',
  toggle('Phrase', 'a'),
  moment('Attack', '1', 2, 1),
  moment('Parry', '2', 1, 1),
  moment('Riposte', '3', 1, 1),
  moment('Counter', '4', 1.5, 1),
  moment('Remise', '5', 1, 1),
  moment('Lunge', '6', 1, 1),
  moment('Flèche', '7', 1.5, 1.5),
  moment('Touch', '8', 4, 2),
  moment('Halt', '9', 3, 3),
  labels('Fencer', { Left: 's', Right: 'w' }),
  labels('Decision', { Valid: 'r', 'Off target': 'c', 'No touch': 'b' }),
  labels('Line', { High: 'u', Low: 'h' }),
);

export const boxing = sportLayout(
  'Boxing',
  toggle('Round', 'a'),
  toggle('Clinch', 's'),
  moment('Jab', '1', 0.4, 0.6),
  moment('Cross', '2', 0.4, 0.6),
  moment('Hook', '3', 0.5, 0.7),
  moment('Uppercut', '4', 0.5, 0.7),
  moment('Combination', '5', 1.5, 1.5),
  moment('Slip or duck', '6', 0.5, 0.7),
  moment('Block', '7', 0.5, 0.7),
  moment('Knockdown', '8', 4, 6),
  moment('Warning', '9', 3, 4),
  labels('Corner', { Red: 'w', Blue: 'r' }),
  labels('Target', { Head: 'c', Body: 'b' }),
  labels('Result', { Landed: 'u', Missed: 'h' }),
);

export const diving = sportLayout(
  'Diving',
  oneOf('Phase', { Approach: 'a', 'Take-off': 's', Flight: 'w', Entry: 'r' }),
  toggle('Dive', 'c'),
  moment('Hurdle', '1', 0.2, 0.4),
  moment('Leaves board', '2', 0, 0),
  moment('Somersault', '3', 0.1, 0.3),
  moment('Twist', '4', 0.1, 0.3),
  moment('Comes out', '5', 0.1, 0.2),
  moment('Touches water', '6', 0, 0),
  moment('Fault', '7', 0.5, 0.5),
  labels('Position', { Straight: 'b', Pike: 'u', Tuck: 'h', Free: '' }),
  labels('Entry', { Vertical: '8', Short: '9', Over: '' }),
);

export const gymnastics = sportLayout(
  'Gymnastics',
  oneOf('Phase', { Mount: 'a', Routine: 's', Dismount: 'w' }),
  moment('Element', '1', 1.5, 1.5),
  moment('Acrobatics', '2', 2, 3),
  moment('Turn', '3', 1, 1.5),
  moment('Leap or jump', '4', 1, 1.5),
  moment('Hold', '5', 0.5, 2.5),
  moment('Release', '6', 1, 1.5),
  moment('Landing', '7', 1, 1.5),
  moment('Fall', '8', 2, 3),
  moment('Fault', '9', 1, 1),
  labels('Deduction', { Small: 'r', Medium: 'c', Large: 'b' }),
  labels('Landing', { Stuck: 'u', Step: 'h', Hop: '' }),
);
