import { choice, number, type SportQuestions, spans, text } from './preset.ts';

const unclear = 'Cannot tell';

export const baseball: SportQuestions = {
  recognition: [
    spans('Pitch phases', 'Find wind-up, release, contact and catch. Call each by its name.'),
    choice(
      'Pitch',
      'Which pitch is thrown?',
      'Fastball',
      'Curveball',
      'Slider',
      'Changeup',
      'Cutter',
      'Sinker',
      unclear,
    ),
    choice(
      'Outcome',
      'What comes of the pitch?',
      'Ball',
      'Called strike',
      'Swinging strike',
      'Foul',
      'In play',
      unclear,
    ),
  ],
  rules: [
    choice('Out or safe', 'Is the runner out or safe?', 'Out', 'Safe', unclear),
    choice('Strike zone', 'Does the pitch pass through the strike zone?', 'Strike', 'Ball', unclear),
    choice('Swing', 'Does the batter go around with the swing?', 'Swing', 'Checked swing', unclear),
  ],
  assessment: [
    text('Swing', 'Assess the swing: load, stride, hip and hand path, contact point.'),
    text(
      'Delivery',
      'Assess the pitcher’s delivery. At which frame does the front foot land, and how is the arm then?',
    ),
  ],
  commentary: [
    text('Live call', 'Commentate this pitch in two or three sentences, as on live television.'),
    text('Report', 'Describe the at-bat in one sentence for the play-by-play.'),
  ],
};

export const tableTennis: SportQuestions = {
  recognition: [
    spans('Strokes', 'Find each stroke. Call it Serve, Forehand or Backhand.'),
    number('Rally length', 'How many strokes does the rally have, the serve included?', 'strokes'),
    choice(
      'Last stroke',
      'What kind of stroke ends the rally?',
      'Loop',
      'Drive',
      'Push',
      'Block',
      'Flick',
      'Smash',
      'Chop',
      'Serve',
    ),
  ],
  rules: [
    choice(
      'Serve',
      'Is the serve legal: open palm, ball thrown up and visible?',
      'Legal',
      'Fault',
      'Let',
      unclear,
    ),
    choice(
      'Edge',
      'Does the ball touch the top edge or the side of the table?',
      'Edge',
      'Side',
      'Missed',
      unclear,
    ),
    choice('Point', 'Who wins the point?', 'Near player', 'Far player', unclear),
  ],
  assessment: [
    text('Footwork', 'How good is the footwork before the last stroke, and what should change?'),
    text('Serve and third ball', 'How well does the third ball follow from the serve?'),
    text('Technique', 'Assess racket angle, contact point and follow-through of the named stroke.'),
  ],
  commentary: [
    text('Live call', 'Commentate this rally in two or three sentences, as on live television.'),
    text('Report', 'Describe the rally in one sentence: serve, decisive stroke, result.'),
  ],
};

export const badminton: SportQuestions = {
  recognition: [
    spans('Strokes', 'Find each stroke. Call it Serve, Clear, Smash, Drop, Net shot, Lift or Drive.'),
    number('Rally length', 'How many strokes does the rally have, the serve included?', 'strokes'),
    choice(
      'Winner',
      'Which stroke ends the rally?',
      'Smash',
      'Drop',
      'Net shot',
      'Clear',
      'Drive',
      'Error',
      unclear,
    ),
  ],
  rules: [
    choice('In or out', 'Does the shuttle land in or out?', 'In', 'Out', unclear),
    choice(
      'Serve',
      'Is the serve legal: below the height, feet still, one motion?',
      'Legal',
      'Too high',
      'Foot fault',
      unclear,
    ),
    choice(
      'Net',
      'Does a player touch the net or reach over it?',
      'Net touch',
      'Over the net',
      'No fault',
      unclear,
    ),
  ],
  assessment: [
    text('Footwork', 'Assess split step, lunge and recovery. Which comes late?'),
    text('Shot choice', 'Where did the opponent leave the court open, and was the stroke played there?'),
  ],
  commentary: [
    text('Live call', 'Commentate this rally in two or three sentences, as on live television.'),
    text('Report', 'Describe the rally in one sentence: build-up, decisive stroke, result.'),
  ],
};
