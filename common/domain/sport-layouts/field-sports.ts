import { labels, moment, oneOf, sportLayout, toggle } from './build-layout.ts';

export const soccer = sportLayout(
  'Soccer',
  oneOf('Possession', { 'Home ball': 'a', 'Away ball': 's' }),
  moment('Touch', '1', 0.4, 0.6),
  moment('Pass', '2', 1, 2),
  moment('Cross', '3', 3, 3),
  moment('Shot', '4', 5, 3),
  moment('Goal', '5', 10, 5),
  moment('Dribble', '6', 2, 3),
  moment('Tackle', '7', 3, 3),
  moment('Foul', '8', 4, 4),
  moment('Set piece', '9', 2, 8),
  moment('Turnover', 'r', 4, 4),
  labels('Body', { 'Left foot': 'w', 'Right foot': 'c', Head: 'b' }),
  labels('Result', { Won: 'u', Lost: 'h' }),
);

export const americanFootball = sportLayout(
  'American football',
  oneOf('Unit', { Offence: 'a', Defence: 's' }),
  toggle('Play', '1'),
  moment('Run', '2', 2, 6),
  moment('Pass', '3', 2, 6),
  moment('Sack', '4', 4, 3),
  moment('Interception', '5', 4, 6),
  moment('Fumble', '6', 3, 5),
  moment('Kick', '7', 2, 6),
  moment('Touchdown', '8', 8, 4),
  moment('Penalty', '9', 6, 4),
  labels('Down', { First: 'w', Second: 'r', Third: 'c', Fourth: 'b' }),
  labels('Result', { Gain: 'u', 'No gain': 'h' }),
);

export const baseball = sportLayout(
  'Baseball',
  oneOf('Half', { 'Top half': 'a', 'Bottom half': 's' }),
  moment('Pitch', '1', 2, 3),
  moment('Hit', '2', 3, 5),
  moment('Home run', '3', 4, 8, ['Hit']),
  moment('Strikeout', '4', 3, 2),
  moment('Walk', '5', 3, 2),
  moment('Steal', '6', 2, 4),
  moment('Field out', '7', 4, 4),
  moment('Error', '8', 4, 4),
  labels('Pitch', { Fastball: 'w', Breaking: 'r', 'Off-speed': 'c' }),
  labels('Call', { Strike: 'b', Ball: 'u', 'In play': 'h' }),
);

export const iceHockey = sportLayout(
  'Ice hockey',
  oneOf('Possession', { 'Home puck': 'a', 'Away puck': 's' }),
  toggle('Power play', '1'),
  moment('Zone entry', '2', 3, 4),
  moment('Zone exit', '3', 3, 4),
  moment('Shot', '4', 4, 3),
  moment('Goal', '5', 10, 5),
  moment('Save', '6', 4, 3),
  moment('Face-off', '7', 1, 5),
  moment('Check', '8', 3, 3),
  moment('Penalty', '9', 6, 4),
  moment('Turnover', 'r', 3, 4),
  labels('Zone', { Defensive: 'w', Neutral: 'c', Offensive: 'b' }),
  labels('Result', { Won: 'u', Lost: 'h' }),
);

export const basketball = sportLayout(
  'Basketball',
  oneOf('Possession', { 'Home ball': 'a', 'Away ball': 's' }),
  moment('Two-pointer', '1', 4, 2),
  moment('Three-pointer', '2', 4, 2),
  moment('Free throw', '3', 2, 2),
  moment('Rebound', '4', 2, 2),
  moment('Assist', '5', 4, 2),
  moment('Steal', '6', 3, 3),
  moment('Block', '7', 3, 2),
  moment('Turnover', '8', 4, 2),
  moment('Foul', '9', 3, 3),
  moment('Pick and roll', 'r', 2, 5),
  labels('Result', { Made: 'w', Missed: 'c' }),
  labels('Defence', { 'Man to man': 'b', Zone: 'u' }),
);
