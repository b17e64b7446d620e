import { deck } from '../deck.ts'
import type { Draw } from '../draw.ts'
import { table } from '../table.ts'
import type { Table } from '../table.ts'
import { END_SECONDS, arrival, startOf, timestamp } from '../values/time.ts'

/** Before 2021 there is no partition but the default one. */
const KEPT_SINCE = startOf('2020-07-01')

/** Years of the data, from 2020. */
const YEARS = 7

/** A year, and a day more for leap years. */
const YEAR_SECONDS = 366 * 86_400

const CASES = deck({
  'no document': 1,
  'empty document': 1,
  'no schema': 2,
  'no time zone': 2,
  'no file': 2,
  'no modification date': 2,
  'again a year later': 4,
  'not a number': 2,
  'number too large': 2,
  'not a boolean': 2,
  'no user': 5,
  usual: 'rest',
})

const CREATED_ON = deck({
  missing: 4,
  'before 1970': 3,
  'with offset': 5,
  garbage: 2,
  usual: 'rest',
})

export const clicks: Table = table('clicks', (draw, market) => {
  const arrived = arrival(draw, market.rows('clicks'), KEPT_SINCE)
  const withoutId = draw.id <= YEARS
  const dealt = withoutId ? 'no id' : draw.deal(CASES)
  const again = dealt === 'again a year later' && arrived + YEAR_SECONDS < END_SECONDS
  const seconds = again ? arrived + YEAR_SECONDS : arrived
  const id = `click-${again ? draw.id - 1 : draw.id}`
  const day = timestamp(seconds).slice(0, 10).replaceAll('-', '/')
  return {
    // The loader keeps the quotes of the JSON text; what has no Id is one row per year.
    id: withoutId ? 'null' : `"${id}"`,
    data: dealt === 'no document' ? null : document(draw, dealt, id),
    file_name: dealt === 'no file' ? null : `${day}/clicks-${draw.int(0, 23)}.json.gz`,
    last_modified_date: dealt === 'no modification date' ? null : timestamp(seconds, 1000),
    year: withoutId ? 2019 + draw.id : Number(day.slice(0, 4)),
  }
})

type Case = (typeof CASES)['cards'][number] | 'no id'

function document(draw: Draw, kind: Case, id: string): string {
  if (kind === 'empty document') return '{}'
  const millis = draw.int(1_590_000_000, 1_772_000_000) * 1000 + draw.int(0, 999)
  const user = { Key: `ue1-${draw.hex(12)}`, IsNew: draw.chance(0.3), Type: draw.int(0, 3) }
  const without = leftOut(kind)
  const fields: Record<string, unknown> = {
    Id: id,
    'Meta:schema': 'event-clicks-1',
    BurnIn: draw.pick([false, true, 'false', null]),
    Device: draw.pick(['{"brandName":"Unknown","osVersion":""}', 'mobile', null]),
    PassId: draw.int(1, 9_999_999),
    SiteId: kind === 'not a number' ? 'n/a' : draw.pick([draw.int(1, 99), String(draw.int(1, 99))]),
    ZoneId: draw.int(1, 99),
    BrandId: draw.int(1, 99_999),
    AdTypeId: draw.int(1, 20),
    Location: draw.pick(['DE', 'US-CA', '日本', '']),
    RateType: draw.int(1, 4),
    ChannelId: draw.int(1, 99),
    CreatedOn: createdOn(draw, millis),
    NetworkId: draw.int(1, 9999),
    IsNoTrack: draw.chance(0.1),
    CampaignId: draw.int(1, 99_999),
    ClickCount: kind === 'number too large' ? 3_000_000_000 : draw.int(1, 5),
    CreativeId: draw.int(1, 99_999),
    DataCenter: kind === 'not a boolean' ? 'eu-west' : draw.pick([true, 'true', 'f', null]),
    DecisionId: draw.hex(32),
    PriorityId: draw.int(1, 99),
    TimeZoneId: draw.pick(['UTC', 'Europe/Berlin', 'America/St_Johns']),
    DecisionIdx: draw.int(0, 9),
    ServedByAsg: 'engine-asg',
    ServedByPid: draw.int(1, 32_768),
    ImpressionId: draw.hex(32),
    PlacementName: draw.pick(['top', 'Größe "XL"', null]),
    CreativePassId: draw.int(1, 99_999),
    EventCreatedOn: draw.pick([millis, String(millis), -1, null]),
    FirstChannelId: draw.int(1, 99),
    ImpressionCreatedOn: millis - draw.int(0, 60_000),
    Keywords: draw.pick(['dna,rna', '抗体', '', null]),
    Price: draw.pick([0, 0.0005, 1.5, '1.50', null]),
    Url: 'https://market.example/wares?x=1&y=ü',
    ...(kind === 'no user' ? {} : { User: user }),
  }
  if (without !== undefined) delete fields[without]
  return JSON.stringify(fields)
}

/** The key that a document of this case lacks. */
function leftOut(kind: Case): string | undefined {
  if (kind === 'no id') return 'Id'
  if (kind === 'no schema') return 'Meta:schema'
  if (kind === 'no time zone') return 'TimeZoneId'
  return undefined
}

function createdOn(draw: Draw, millis: number): string | null {
  switch (draw.deal(CREATED_ON)) {
    case 'missing':
      return null
    case 'before 1970':
      return '/Date(-86400000)/'
    case 'with offset':
      return `/Date(${millis}+0100)/`
    case 'garbage':
      return 'yesterday'
    case 'usual':
      return `/Date(${millis})/`
  }
}
