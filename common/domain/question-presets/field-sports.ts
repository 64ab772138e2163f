import { choice, number, type SportQuestions, spans, text } from './preset.ts';

const unclear = 'Cannot tell';

export const soccer: SportQuestions = {
  recognition: [
    spans('Touches', 'When does a player touch the ball? Call each one Touch.'),
    spans('Passes and shots', 'Find each pass and each shot. Call them Pass and Shot.'),
    choice(
      'Set piece',
      'Which restart of play is shown?',
      'Corner',
      'Free kick',
      'Throw-in',
      'Goal kick',
      'Penalty',
      'None',
    ),
    number('Players in view', 'How many players can be seen when the ball is played?', 'players'),
  ],
  rules: [
    choice(
      'Offside',
      'At the moment of the pass, is the receiving attacker in an offside position?',
      'Offside',
      'Onside',
      unclear,
    ),
    choice(
      'Foul',
      'Is the challenge a foul, and which sanction fits it?',
      'No foul',
      'Foul without card',
      'Yellow card',
      'Red card',
      unclear,
    ),
    choice('Goal', 'Does the whole ball cross the whole goal line?', 'Goal', 'No goal', unclear),
  ],
  assessment: [
    text('First touch', 'How well does the player control the ball, and what should they change?'),
    text('Pressing', 'How does the defending team press here, and where does it leave space?'),
    text(
      'Finish',
      'Which choice did the shooter have, and was this the better one? Say what the frames show.',
    ),
  ],
  commentary: [
    text('Live call', 'Commentate this passage in two or three sentences, as on live television.'),
    text('Report', 'Describe for a match report, in one sentence, what happens and who is involved.'),
  ],
};

export const basketball: SportQuestions = {
  recognition: [
    spans('Shots', 'Find each shot from release to rim. Call each one Shot.'),
    spans('Dribbles and passes', 'Find each dribble and each pass. Call them Dribble and Pass.'),
    choice(
      'Shot type',
      'What kind of shot is taken?',
      'Lay-up',
      'Dunk',
      'Mid-range',
      'Three-pointer',
      'Free throw',
      'Hook',
    ),
    choice('Result', 'What comes of the shot?', 'Made', 'Missed', 'Blocked', unclear),
  ],
  rules: [
    choice(
      'Travelling',
      'Does the ball handler travel?',
      'Travelling',
      'Double dribble',
      'No violation',
      unclear,
    ),
    choice(
      'Contact',
      'How is the contact to be called?',
      'Blocking foul',
      'Charge',
      'Shooting foul',
      'No call',
      unclear,
    ),
    choice('Points', 'How many points does this shot count if it goes in?', '1', '2', '3', unclear),
  ],
  assessment: [
    text(
      'Shooting form',
      'Assess the shooting form: base, elbow, release, follow-through. What comes first?',
    ),
    text('Pick and roll', 'How do attack and defence play the screen, and what was the better option?'),
    text('Spacing', 'How good is the spacing of the attack at the moment of the decision?'),
  ],
  commentary: [
    text('Live call', 'Commentate this possession in two or three sentences, as on live television.'),
    text('Report', 'Describe the play for a report in one sentence: set, finish, result.'),
  ],
};

export const volleyball: SportQuestions = {
  recognition: [
    spans(
      'Contacts',
      'Find each contact with the ball. Call it Serve, Reception, Set, Attack, Block or Dig.',
    ),
    choice(
      'Attack',
      'What kind of attack ends the rally?',
      'Spike',
      'Tip',
      'Roll shot',
      'Back-row attack',
      'Overpass',
    ),
    number(
      'Contacts per side',
      'How many contacts does the attacking team make before the attack?',
      'contacts',
    ),
  ],
  rules: [
    choice('In or out', 'Does the ball land in or out?', 'In', 'Out', 'Touched by the block', unclear),
    choice(
      'Net and line',
      'Is there a fault at the net or a line?',
      'Net touch',
      'Foot fault',
      'Back-row fault',
      'No fault',
      unclear,
    ),
    choice('Ball handling', 'Is the ball held or hit twice?', 'Held', 'Double contact', 'Clean', unclear),
  ],
  assessment: [
    text('Reception', 'How good is the reception, and which attacks does it leave to the setter?'),
    text('Block', 'Assess timing and position of the block. What should change?'),
    text('Approach', 'Assess the approach and the arm swing of the attacker.'),
  ],
  commentary: [
    text('Live call', 'Commentate this rally in two or three sentences, as on live television.'),
    text('Report', 'Describe the rally for a report in one sentence.'),
  ],
};

export const americanFootball: SportQuestions = {
  recognition: [
    spans('Phases', 'Find the snap, the throw or hand-off, the catch and the tackle. Call each by its name.'),
    choice('Play', 'Which kind of play is it?', 'Run', 'Pass', 'Play action', 'Screen', 'Kick', 'Trick play'),
    choice(
      'Formation',
      'From which formation does the offence line up?',
      'Shotgun',
      'Under centre',
      'Pistol',
      'Empty',
      'Goal line',
      unclear,
    ),
  ],
  rules: [
    choice('Catch', 'Is the catch complete?', 'Complete', 'Incomplete', 'Intercepted', unclear),
    choice(
      'Flag',
      'Which foul, if any, is committed?',
      'Offside',
      'Holding',
      'Pass interference',
      'Roughing',
      'None',
      unclear,
    ),
    choice('Down by contact', 'Is the runner down before the ball comes out?', 'Down', 'Fumble', unclear),
  ],
  assessment: [
    text('Blocking', 'Where does the protection hold and where does it break first?'),
    text('Read', 'Does the quarterback take the best option the frames show? Which was it?'),
    text('Coverage', 'Which coverage does the defence play, and which receiver comes free?'),
  ],
  commentary: [
    text('Live call', 'Commentate this play in two or three sentences, as on live television.'),
    text('Report', 'Describe the play in one sentence for the play-by-play.'),
  ],
};

export const iceHockey: SportQuestions = {
  recognition: [
    spans('Passes and shots', 'Find each pass and each shot. Call them Pass and Shot.'),
    spans(
      'Entries',
      'When does the puck cross a blue line into the attacking zone? Call each one Zone entry.',
    ),
    choice(
      'Shot type',
      'What kind of shot is taken?',
      'Wrist shot',
      'Slap shot',
      'Snap shot',
      'Backhand',
      'Deflection',
    ),
  ],
  rules: [
    choice('Offside', 'Does an attacker enter the zone before the puck?', 'Offside', 'Onside', unclear),
    choice(
      'Penalty',
      'Which penalty, if any, is to be called?',
      'Tripping',
      'Hooking',
      'High-sticking',
      'Boarding',
      'Interference',
      'None',
      unclear,
    ),
    choice('Goal', 'Does the puck cross the goal line completely?', 'Goal', 'No goal', unclear),
  ],
  assessment: [
    text('Goalkeeper', 'Assess position, depth and angle of the goalkeeper at the shot.'),
    text('Forecheck', 'How does the forecheck work here, and how is it beaten?'),
  ],
  commentary: [
    text('Live call', 'Commentate this passage in two or three sentences, as on live television.'),
    text('Report', 'Describe the chance for a report in one sentence.'),
  ],
};
