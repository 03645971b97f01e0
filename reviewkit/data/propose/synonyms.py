"""How telephone systems call what we call offered, answered, wait: the table to add to when one is not recognised.

Modelled on the report columns of Avaya CMS, Cisco Unified Contact Center, Genesys, Mitel, Amazon Connect, NICE and on
what forces have sent. Capitals, punctuation, units in brackets and usual short forms (avg, aban, ans, hh:mm:ss) make no
difference (see :mod:`reviewkit.data.propose.headings`), so ``Avg Speed Ans`` is found under "average speed of answer".
Phrases are parted by a bar; one with a question mark may mean something else too, so it is never taken as certain. A
heading that is none of them is compared word by word, and the guess is marked.
"""

from __future__ import annotations

COUNTS = {
    "offered": "volume ? | offered | calls offered | acd calls offered | presented | calls presented | received | "
    "calls received | contacts queued | entered | n entered acd | calls entered | calls in | incoming calls | "
    "inbound calls | total calls | offer | calls queued | inbound | queued ? | demand | contacts offered | acd calls "
    "entered | calls in queue ? | n entered",
    "answered": "answered | calls answered | handled | calls handled | contacts handled | acd calls | accepted | "
    "contacts answered | served calls | answered acd | connected | answer | calls ans | calls taken | "
    "acd calls handled | acd calls answered | calls accepted | contacts handled incoming | n answered acd",
    "abandoned": "abandoned | calls abandoned | contacts abandoned | aban calls | gave up | given up | hang ups | "
    "lost | lost calls | calls lost | abandons | acd calls abandoned | caller hung up | abandoned waiting | abandon "
    "| n abandoned acd | calls abandoned long ? | abandoned long ? | acd calls abandoned long ?",
    "contained": "contained | self served | self service | ivr contained | contained in ivr | served by message | "
    "calls contained | ended in ivr | ended in menu | ivr self served | deflected",
    "callback": "callback | call backs | call backs booked | callbacks booked | callback contacts | call backs "
    "accepted | callbacks requested | queue buster | virtual hold | callbacks",
    "forced": "forced | forced disconnect | forced disc calls | disconnected | disconnected by system | forced busy "
    "| busy | busy calls | engaged | engaged tone | forced busy calls | rejected | queue full | forced disc",
    "overflow": "overflow | overflowed | calls overflowed | answered by another force | interflowed | interflow | "
    "outflow ? | flow out ? | overflow out | flowout | flow out calls ? | outflow calls ? | dequeued ? | calls "
    "dequeued ? | calls interflowed",
    "waiting": "waiting | still waiting | calls waiting | waiting at end | in queue at end",
    "transferred": "transferred | calls transferred | transferred out | transfers | contacts transferred out | "
    "transfer | transfer out | passed on | acd calls transferred | contacts transferred out queue",
    "resolved": "resolved | settled at first contact | resolved at first contact | first contact resolution | "
    "first call resolution | settled",
    "callback_reached": "callbacks reached | call backs reached | callbacks successful | call backs completed",
}

INTERVAL_TIMES = {
    "callback_wait_total_s": "total until rung back | total callback wait | total time to call back",
    "wait_total_s": "total wait | wait total | total wait time | total queue time answered | accept time | total "
    "delay answered | total speed of answer | total answer time | answer time total | sum of wait | total answer "
    "delay | answer wait time | total wait answered | ans time ? | acd ans time | t answered acd",
    "wait_mean_s": "average speed of answer | asa | average wait | average wait time | average queue answer time | "
    "average answer time | average delay to answer | average queue time ? | average time to answer | mean wait | "
    "average wait answered | average answer delay | average answer speed | average delay | mean answer time",
    "abandoned_wait_total_s": "total wait abandoned | abandoned wait total | total abandon time | aban time ? | "
    "total time to abandon | abandoned time ? | t abandoned acd | aban aban time | abandon wait time",
    "abandoned_wait_mean_s": "average abandon time | average time to abandon | average queue abandon time | average "
    "delay to abandon | average abandoned wait | average wait abandoned | mean time to abandon | average abandon "
    "wait | average aban delay | average abandoned | average time to aban",
    "handled_total_s": "total handled | handled total | total handle time | total handling time | handle time total "
    "| handle time ? | handling time ? | total talk hold and wrap | total acd handling time",
    "handled_mean_s": "average handle time | average handling time | aht | average handled time | mean handling time "
    "| average acd handling time | average handle | average duration handled",
    "longest_wait_s": "longest wait | maximum wait | max queue time ? | max wait | longest wait answered | max delay "
    "? | longest answer delay | longest waiting | maximum queued time ? | longest queue time ? | max delay answered "
    "| longest time to answer | longest delay | longest waiting call | max speed of answer",
    "longest_abandoned_wait_s": "longest wait abandoned | max time to abandon | longest abandon | longest abandoned "
    "wait | max abandon time | max delay abandoned | longest time to abandon | maximum wait abandoned",
    "staffed_total_s": "staffed time | total staffed time | logged in time | login time | total login time | time "
    "logged in",
    "paid_total_s": "paid time | total paid time | paid hours",
}

CALLS = {
    "call_id": "call id | ref ? | reference ? | contact id | callid | call reference | ucid | conversation id | "
    "interaction id | session id | call reference number | unique call id | call number | ctr id | contact session "
    "id | global call id",
    "leg": "leg | leg number | segment | segment number | call segment | leg id",
    "offered_at": "started | offered at | queue start | queue start time | call start | start time | call time | "
    "enqueue timestamp | initiation timestamp | arrival time | time queued | call date time | arrived | received at "
    "| date time | start date time | call start time | queued at | call received | time received | segment start | q "
    "start",
    "wait_s": "wait | wait time | queue time | time in queue | waiting time | queue wait time | speed of answer | "
    "time to answer | delay | ring time ? | ring secs ? | queue duration | q time | disposition time | wait secs | "
    "wait seconds",
    "outcome": "outcome | result | disposition | call result | call outcome | contact disposition | status | call "
    "status | how ended | call disposition | final outcome",
    "handled_s": "handled | handle time | handling time | handled time | talk time ? | talk secs ? | agent "
    "interaction duration | service time | ser time | handling duration | handle secs | agent duration",
    "reason": "reason | reason code | wrap up code | wrap code | call type | call reason | classification code | "
    "closing code | call code | nature of call | topic",
    "agency": "agency | other agency | referred to | signposted to | partner agency | passed to agency",
    "caller": "from ? | caller | cli | ani | caller number | calling number | phone number | customer phone number | "
    "originator | caller id | telephone number | from number | remote number | calling party | originator dn | "
    "customer endpoint address | number",
}

RECORDS = {
    "reference": "reference | ref | reference number | submission | report | case | promise",
    "promised_at": "promised at | promised | promise made",
    "due_at": "due at | due | due by | contact due",
    "made_at": "made at | contact made | contacted at | contacted | date contacted",
    "made_by": "made by | contacted by | contact made by",
    "about": "about | matter | subject | crime type",
    "standard": "standard | service standard | promise to the public",
    "period_start": "period start | from | start of period",
    "period_end": "period end | to | until | end of period",
    "due": "due | times due | fell due",
    "kept": "kept | times kept | met | standard met",
    "told": "told | told when missed | told of miss",
    "promised_share": "promised share | promised | target share",
    "citation": "citation | document | source document",
    "submitted_at": "submitted at | submitted | date submitted",
    "reached_analyst_at": "reached analyst at | opened by analyst | analyst opened | reached analyst",
    "use_stated": "use stated | use recorded",
    "used_for": "used for | use | what for",
    "id": "id | no | number | barrier number",
    "description": "description | barrier",
    "cost_unit": "cost unit | cost in",
    "raised": "raised | date raised",
}

QUEUES = {
    "channel": "channel | line | number dialled | service | dialled number | contact type | media type | media",
    "stage": "stage | desk | queue stage | point of contact",
    "queue": "queue | queue name | skill | split skill | split | skill name | csq name | call type | call type name "
    "| skill group | skill name id | call queue | c name ? | workgroup | contact service queue | vq | virtual queue "
    "| vdn | application | csq | skillset | acd queue | service queue | group | hunt group | queue id | reporting "
    "group | campaign",
    "force": "force | police force | force name | organisation",
    "part": "contract code | provider | provider code | contract | site | contract number | region code",
}

TIMES = {
    "start": "start | interval start | start interval | interval | date time | interval start time | datetime | "
    "period | start time | d interval start | interval starting | period start | interval begin | timestamp | half "
    "hour | hour | day | week | month | week commencing | week beginning | date | start date",
    "date": "date | day | call date | start date | report date | row date",
    "time": "time | d interval start | call time | start time | interval | half hour | hour | interval start | "
    "starttime | time of day | period | time interval | time period",
    "end": "end | interval end | end time | end interval | interval end time | finish | end date | period end | "
    "disconnect timestamp | week ending | end date time | call end | disconnect time",
    "minutes": "minutes | interval length | interval minutes | intrvl",
}

SECONDS_OF_BAND = "service level sec | service level threshold | sl threshold | service level seconds | threshold sec"
"""Columns that hold the seconds an answer must come within, where a band's own heading does not say them."""
