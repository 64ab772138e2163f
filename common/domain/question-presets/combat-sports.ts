import { choice, number, type SportQuestions, spans, text } from './preset.ts';

const unclear = 'Cannot tell';

export const fencing: SportQuestions = {
  recognition: [
    spans('Actions', 'Find each action. Call it Attack, Parry, Riposte, Counter-attack or Remise.'),
    choice('Side', 'Which fencer makes the touch?', 'Left', 'Right', 'Both', 'None', unclear),
    choice('Target', 'Where does the touch land?', 'Torso', 'Arm', 'Leg', 'Mask', 'Off target', unclear),
  ],
  rules: [
    choice(
      'Right of way',
      'Which fencer has the right of way at the touch?',
      'Left',
      'Right',
      'Simultaneous',
      unclear,
    ),
    choice(
      'Award',
      'How is the touch to be awarded?',
      'Touch left',
      'Touch right',
      'Double touch',
      'No touch',
      unclear,
    ),
    choice(
      'Fault',
      'Is there a fault?',
      'Corps à corps',
      'Leaving the piste',
      'Covering the target',
      'None',
      unclear,
    ),
  ],
  assessment: [
    text('Distance', 'How does each fencer manage the distance before the touch?'),
    text('Preparation', 'Which preparation made the touch possible, and how could it have been stopped?'),
  ],
  commentary: [
    text('Live call', 'Commentate this phrase in two or three sentences, as on live television.'),
    text('Report', 'Describe the phrase as a referee would, in one sentence.'),
  ],
};

export const boxing: SportQuestions = {
  recognition: [
    spans('Punches', 'Find each punch. Call it Jab, Cross, Hook or Uppercut.'),
    number('Landed', 'How many punches land cleanly?', 'punches'),
    choice(
      'Stance',
      'Which stance does the boxer who leads take?',
      'Orthodox',
      'Southpaw',
      'Switches',
      unclear,
    ),
  ],
  rules: [
    choice('Knockdown', 'Is it a knockdown?', 'Knockdown', 'Slip', 'Push', unclear),
    choice(
      'Foul',
      'Is there a foul?',
      'Low blow',
      'Holding',
      'Rabbit punch',
      'Head clash',
      'Punch after the bell',
      'None',
      unclear,
    ),
    choice('Scoring', 'Who has the better of this exchange?', 'Left boxer', 'Right boxer', 'Even', unclear),
  ],
  assessment: [
    text('Defence', 'How does each boxer defend: guard, slips, footwork? What is left open?'),
    text('Combination', 'Assess the combination: balance, distance, return to guard.'),
  ],
  commentary: [
    text('Live call', 'Commentate this exchange in two or three sentences, as on live television.'),
    text('Report', 'Describe the exchange in one sentence for a round report.'),
  ],
};
