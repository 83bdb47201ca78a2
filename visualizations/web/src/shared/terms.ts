/** What the kinds, relations and roles of the graph are called, and how each kind is drawn. The same everywhere. */
import type { Pair } from './i18n';

export const KINDS = ['unit', 'group', 'measure', 'task', 'section', 'regulation', 'planned', 'deadline'] as const;
export type Kind = (typeof KINDS)[number];

export const KIND_NAMES: Readonly<Record<Kind, Pair>> = {
  unit: ['单位', 'Unit'],
  group: ['单位群', 'Group of units'],
  measure: ['事项', 'Measure'],
  task: ['重点任务', 'Task'],
  section: ['项目', 'Section'],
  regulation: ['法规文件', 'Regulation'],
  planned: ['拟制定文件', 'Planned regulation'],
  deadline: ['期限', 'Deadline'],
};

/** Of several. */
export const KINDS_NAMES: Readonly<Record<Kind, Pair>> = {
  unit: ['单位', 'Units'],
  group: ['单位群', 'Groups of units'],
  measure: ['事项', 'Measures'],
  task: ['重点任务', 'Tasks'],
  section: ['项目', 'Sections'],
  regulation: ['法规文件', 'Regulations'],
  planned: ['拟制定文件', 'Planned regulations'],
  deadline: ['期限', 'Deadlines'],
};

export const RELATIONS = [
  'leads', 'responsible_for', 'participates_in', 'has_member', 'part_of', 'due', 'implements', 'cites', 'will_issue',
  'based_on', 'amends', 'repeals', 'replaces',
] as const;
export type Relation = (typeof RELATIONS)[number];

/** From the one that the relation starts at. */
export const RELATION_NAMES: Readonly<Record<Relation, Pair>> = {
  leads: ['牵头', 'leads'],
  responsible_for: ['负责', 'is responsible for'],
  participates_in: ['配合', 'takes part in'],
  has_member: ['成员', 'has member'],
  part_of: ['属于', 'is part of'],
  due: ['期限', 'is due'],
  implements: ['落实', 'implements'],
  cites: ['引用', 'cites'],
  will_issue: ['拟制定', 'will issue'],
  based_on: ['依据', 'is based on'],
  amends: ['修改', 'amends'],
  repeals: ['废止', 'repeals'],
  replaces: ['取代', 'replaces'],
};

/** From the one that the relation ends at. */
export const RELATION_NAMES_BACK: Readonly<Record<Relation, Pair>> = {
  leads: ['牵头单位', 'is led by'],
  responsible_for: ['责任单位', 'is carried by'],
  participates_in: ['配合单位', 'is joined by'],
  has_member: ['所属单位群', 'is a member of'],
  part_of: ['包含', 'contains'],
  due: ['所属事项', 'is the deadline of'],
  implements: ['被落实于', 'is implemented by'],
  cites: ['被引用于', 'is cited by'],
  will_issue: ['由其制定', 'will be issued by'],
  based_on: ['为其依据', 'is the basis of'],
  amends: ['被其修改', 'is amended by'],
  repeals: ['被其废止', 'is repealed by'],
  replaces: ['被其取代', 'is replaced by'],
};

export const ROLE_NAMES = {
  lead: ['牵头', 'lead'],
  participant: ['配合', 'participant'],
  responsible: ['负责', 'responsible'],
} as const satisfies Readonly<Record<string, Pair>>;
export type Role = keyof typeof ROLE_NAMES;

/** How good the source of a statement of the register is. */
export const GRADE_NAMES = {
  O: ['官方网站', 'official site'],
  N: ['报纸', 'newspaper'],
  M: ['第三方转载', 'third-party copy'],
  X: ['机器翻译或英文摘要', 'machine translation or English abstract'],
  L: ['法规汇编文本', 'law text of a collection'],
} as const satisfies Readonly<Record<string, Pair>>;

/** The marks in source texts by what they prove. */
export const MARK_NAMES = {
  'unit-lead': ['牵头单位', 'lead unit'],
  'unit-participant': ['配合单位', 'participating unit'],
  'unit-responsible': ['责任单位', 'responsible unit'],
  citation: ['文件', 'instrument'],
  deadline: ['期限', 'deadline'],
  indicator: ['指标', 'indicator'],
  bearer: ['主体', 'bearer'],
  modality: ['语气', 'force'],
  mechanism: ['机制', 'mechanism'],
  vague: ['模糊时间', 'vague time'],
  match: ['所指原文', 'the words meant'],
} as const satisfies Readonly<Record<string, Pair>>;
export type MarkKind = keyof typeof MARK_NAMES;
