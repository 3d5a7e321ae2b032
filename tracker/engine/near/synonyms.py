"""Words that desks put for each other without changing what is told, and turns of phrase that one word stands for.
Two words stand together only where the one in place of the other tells the same deed, thing or person: reports of
a withdrawal "pulled out" and "withdrew" alike. Never a plan beside a deed, a claim beside a fact, a part beside a
whole, nor two offices, crops, vehicles or weapons of one kind.
"""

from __future__ import annotations

ALIKE = """
people person persons resident residents inhabitant population
villager villagers
child kid children
soldier troop troops serviceman servicemen trooper
firefighter fireman firemen
policeman policemen
worker employee labourer staff workforce
student pupil
doctor physician
driver motorist
expert specialist
scientist researcher
lawmaker legislator parliamentarian
attacker assailant
thief thieves burglar robber
company firm enterprise
shop store
house home household
ship vessel boat
lorry truck
helicopter chopper
railway railroad rail
petrol gasoline
maize corn
flat apartment
field pasture
forest woodland wood
fire blaze wildfire inferno
burn burnt blacken char
quake earthquake
explosion explode blast detonate detonation
crash collide collision smash
hit hits struck
collapse crumble burst
connect link
double twice
destroy wreck demolish raze destruction
rubble debris
slope hillside
trap stuck
evacuate evacuation rescue rescuer save
flee fled
search hunt
miss missing unaccounted
hospital hospitalise
disease illness
vaccine jab vaccinate vaccination inoculate
withdraw withdrew withdrawn withdrawal pullout
leave leaves leaving depart departure quit vacate
arrive arrival reach
send sent dispatch deploy deployment
carry transport
deliver delivery consignment
supply supplies provide
cargo freight
buy purchase acquire acquisition takeover
sell sale sold
construct construction build builds built erect
open inaugurate inauguration
begin commence operation operational
finish complete completion conclude end
extend extension prolong lengthen
cut reduce reduction slash trim curb
rise climb jump soar surge increase hike
fall plunge slump tumble drop decline
exceed surpass top
win won victory
elect electoral electorate choose chose chosen pick
president presidential presidency
centre epicentre
spill leak
move drift advance
decide decision
invade invasion
produce production
fail failure
remove removal
propose proposal
expand expansion
receive got
defeat beat beaten
vote ballot
appoint appointment nominate
dismiss sack oust
approve approval adopt adoption endorse ratify pass
law legislation
jail prison imprison
arrest detain
charge indict
ban prohibit forbid outlaw
allow permit authorise let
agree agreement deal accord pact
talk negotiation negotiate
dispute row quarrel
admit acknowledge concede
warn warning caution
promise pledge vow
help aid assist assistance
loan lend lent
pay paid payment
cost worth
wage salary
strike walkout stoppage
protest protester demonstrate demonstration demonstrator rally
fight fought battle clash
ceasefire truce armistice
weapon arms
border frontier
discover locate find
cause trigger prompt
probe investigate investigation inquiry investigator
question interrogate
steal stole stolen theft
kidnap abduct abduction
release freed
country nation
power electricity
blackout outage
customer consumer client
cancel scrap axe
postpone delay defer
repair mend
crop harvest
gust wind
night overnight
deep depth
long length
wide width
high height
old age aged
temperature mercury
total overall altogether
remain remaining
supervise oversee
inspect inspection check
reserve sanctuary
coast shore shoreline
harbour port
near nearby
part portion
yearly annual annually
spokesman spokeswoman spokesperson
chief head boss
refuse reject rebuff
ask request
demand urge
resume restart
replace substitute
ready prepared prepare
gather assemble
attend attendance
award prize
tremor aftershock
hurry rush
show reveal
plant facility factory
shut closure close
block blockade
ill sick
severe serious
huge enormous giant massive
small little
quick fast rapid
difficult hard
important significant major main
fresh new
safe safety secure
entire whole
corpse corpses bodies
stop halt
shortage scarcity
rain rainfall downpour
flood inundate deluge
landslide mudslide
illegal unlawful illicit
verdict judgment
gun firearm
drug narcotic
profit earning
revenue turnover
deficit shortfall
forecast predict prediction
expect anticipate
unemployment jobless joblessness
hire recruit
airline carrier
passenger traveller
island isle
tourist visitor holidaymaker
university college
march parade procession
visit trip
envoy emissary
expel expulsion
deport deportation
pollute pollution contaminate contamination
waste rubbish garbage trash
slaughter cull
quay pier wharf
sailor seaman seamen crewman crewmen
rebel insurgent
shell bombard bombardment
captive hostage
transfer handover
witness eyewitness onlooker bystander
relative kin
bury buried burial
pensioner retiree
fault malfunction defect
grid network
merge merger
bankrupt bankruptcy insolvent insolvency
require need
indicate suggest
try attempt
keep kept retain maintain
happen occur
create establish
suffer sustain
live reside
wait await
watch observe observer monitor
protect protection
lead led
write wrote written
speak spoke spoken
throw threw thrown hurl
catch caught
teach taught
shake shook shaken
tear tore torn
freeze froze frozen
blow blew blown
draw drew drawn
seek sought
spend spent
stand stood
think thought believe
hear heard
dangerous hazardous
global worldwide world
temporary provisional interim
big large
magnitude measure
convoy column
"""
"""A line for each group of words."""
