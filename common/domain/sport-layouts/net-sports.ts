import { labels, moment, sportLayout, toggle } from './build-layout.ts';

export const volleyball = sportLayout(
  'Volleyball',
  toggle('Rally', 'a'),
  moment('Serve', '1', 1, 2),
  moment('Reception', '2', 1, 1.5),
  moment('Set', '3', 1, 1.5),
  moment('Attack', '4', 2, 2),
  moment('Block', '5', 2, 2),
  moment('Dig', '6', 1.5, 1.5),
  moment('Free ball', '7', 1, 3),
  moment('Point', '8', 6, 2),
  moment('Fault', '9', 3, 2),
  labels('Quality', { Perfect: 's', Good: 'w', Poor: 'r', Error: 'c' }),
  labels('Position', { Left: 'b', Middle: 'u', Right: 'h' }),
);

export const tableTennis = sportLayout(
  'Table tennis',
  toggle('Rally', 'a'),
  moment('Serve', '1', 0.5, 1),
  moment('Return', '2', 0.4, 0.8),
  moment('Loop', '3', 0.4, 0.8),
  moment('Smash', '4', 0.5, 1),
  moment('Push', '5', 0.4, 0.8),
  moment('Block', '6', 0.4, 0.8),
  moment('Point', '7', 4, 2),
  moment('Error', '8', 2, 1),
  labels('Side', { Forehand: 's', Backhand: 'w' }),
  labels('Spin', { Topspin: 'r', Backspin: 'c', Sidespin: 'b' }),
  labels('Result', { Won: 'u', Lost: 'h' }),
);

export const badminton = sportLayout(
  'Badminton',
  toggle('Rally', 'a'),
  moment('Serve', '1', 0.5, 1),
  moment('Clear', '2', 0.5, 1.2),
  moment('Drop', '3', 0.5, 1.2),
  moment('Smash', '4', 0.8, 1),
  moment('Drive', '5', 0.5, 1),
  moment('Net shot', '6', 0.5, 1),
  moment('Lift', '7', 0.5, 1.2),
  moment('Point', '8', 5, 2),
  moment('Error', '9', 2, 1),
  labels('Side', { Forehand: 's', Backhand: 'w' }),
  labels('Court', { Front: 'r', Middle: 'c', Rear: 'b' }),
  labels('Result', { Won: 'u', Lost: 'h' }),
);
