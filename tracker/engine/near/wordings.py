"""Wordings that sub-editors put for each other: deeds, ways and small things, beside the persons and things of
`synonyms.py`. A line that begins with a word of that list adds to its group; no other word stands in both lists.
"""

from __future__ import annotations

WORDINGS = """
anchor moor
apologise apology
approval consent
argue contend
assure reassure guarantee
bill invoice
broad sweeping
burn ravage
calm quiet
celebrate celebration
certain sure
chance opportunity
clean cleanse
clear obvious evident
comment remark
compensate compensation
complex complicated
comply obey
condemn denounce deplore
consider weigh
cool chill refrigerate
crew crewmember
criticise slam
crowd throng
crucial vital essential
cyclist biker
dangerous perilous
deadly lethal
declare proclaim
diner restaurant eatery
donate donation
enough sufficient
exact precise
examine scrutinise
exhausted weary fatigued
exhibit showpiece
expensive costly
extra additional further
face confront
fall shrink dip dwindle
famous renowned
finance fund
follower supporter
fragment shard
frequent common
furious angry outrage
garment clothes clothing
glad happy pleased
guard sentry
huge vast
hurry hasten
identical same
ignore disregard
important principal
inform notify
inquire enquire
insist stress emphasise underline
install fit
item object
jeopardise endanger
journey voyage
lack absence
leaflet pamphlet
legal lawful
lengthy protracted
lift hoist
limit restrict restriction
loot pillage plunder
modest moderate
mourn grieve
numerous many
obstacle hurdle
owner proprietor
persuade convince
petition plea
photograph photo
pour gush
previous prior
promise commit commitment
proof evidence
push shove
quick swift swiftly rapidly speedy
rare scarce
recall remember
receive obtain
recommend advise advice
refund reimburse repay
relocate resettle
rely depend
renovate renovation refurbish refurbishment overhaul modernise modernisation
replace exchange swap
reply respond response answer
resolve settle
rich wealthy
rise swell swelled swollen
risk danger
route path
ruin wreckage
scatter strew
scheme programme
scrutiny oversight
separate distinct
severe grave
shout yell
strict stringent
strong powerful
structure edifice
surprise astonish
surround encircle
tent marquee
trade commerce
triumph success
understand comprehend
urgent pressing
usual customary
verify verification
walk stroll
weak feeble
welcome praise hail applaud
worry fear concern
"""
"""A line for each group of words."""

PHRASES = """
pull out: withdraw
pull back: withdraw
move out: leave
walk out: walkout
put off: postpone
call off: cancel
turn down: reject
shut down: close
cave in: collapse
give way: collapse
fall down: collapse
come down: collapse
break out: begin
kick off: begin
set up: establish
cut off: cut
wipe out: destroy
point to: blame
step down: resign
swear in: inaugurate
take office: inaugurate
take hospital: hospital
admit defeat: concede
lose life: die
lose lives: die
leave dead: die
bring safety: rescue
chief executive: ceo
lay off: dismiss
laid off: dismiss
behind schedule: late
take effect: effect
come force: effect
power cut: blackout
forest fire: wildfire
coast guard: coastguard
air strike: airstrike
air raid: airstrike
get way: begin
cargo ship: freighter
bulk carrier: freighter
foot bill: pay
pay bill: pay
take delivery: receive
claim life: die
claim lives: die
look into: investigate
put out: extinguish
rule out: exclude
take part: participate
go strike: strike
hand over: transfer
take over: takeover
find out: discover
hand in: submit
draw up: prepare
speed up: accelerate
set fire: ignite
pass away: die
send back: return
pay back: refund
"""
"""Two words and one that tells the same; the second follows the first, with a few words between."""
