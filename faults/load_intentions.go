package main

import (
	"fmt"
	"math/rand/v2"
)

// mix says how often what is done, by the names of acts: the higher the weight, the more often.
type mix map[string]int

// everyday is a mix in which clients meet often.
var everyday = mix{
	"request": 5, "preview": 8, "accept": 18, "replace": 12, "remove": 8, "relinquish": 6, "propose": 4, "withdraw": 3, "confirm": 4,
	"decline": 3, "provision": 6, "changeSeats": 6, "cancel": 3, "createCustomer": 2, "holders": 14, "list": 5, "report": 1,
}

// actNames are all acts, in an order that stays, as what a seed gives depends on it.
var actNames = []string{
	"request", "preview", "accept", "replace", "remove", "relinquish", "propose", "withdraw", "confirm", "decline", "provision", "changeSeats",
	"cancel", "createCustomer", "holders", "list", "report",
}

// intention is what a client is about to do: all that chance has a say in. What objects it comes to depends on what clients know by then.
type intention struct {
	act string
	// number tells the intentions of a client apart, and seats is a number of seats that nobody else orders.
	number, seats int
	// customer, partner and slot are indexes of the world's.
	customer, partner, slot int
	// services are some of the catalogue, at least one; all tells to name none, which means every one.
	services []string
	all      bool
	// asCustomer is for what both sides may do.
	asCustomer bool
	// pick chooses among the objects that are known by then, and other among instances.
	pick, other uint32
}

// maxSeats is how many seats an offer may have; the runs of a world share them out.
const maxSeats, maxRuns = 10_000_000, 10

// intentions are those of one client. The same seed and client have the same ones, in the same order, whatever is answered.
type intentions struct {
	random          *rand.Rand
	weights         mix
	total, made     int
	run             int
	client, clients int
	slots, partners int
}

func newIntentions(w *world, o loadOptions, run, client int) *intentions {
	i := &intentions{
		random:  rand.New(rand.NewPCG(o.seed, uint64(client))), //nolint:gosec // not for secrets, and clients are few
		weights: o.mix, run: run, client: client, clients: o.clients, slots: len(w.slots), partners: len(w.partners),
	}
	for _, name := range actNames {
		i.total += o.mix[name]
	}
	return i
}

// next gives the next intention. It draws the same numbers whatever it comes to.
func (i *intentions) next() intention {
	i.made++
	in := intention{number: i.made, seats: 1 + i.run%maxRuns*maxSeats/maxRuns + i.made*i.clients + i.client}
	in.act = i.act(i.random.IntN(i.total))
	in.customer = i.random.IntN(hotCustomers)
	if rest := i.random.IntN(customerCount); i.random.IntN(3) == 0 {
		in.customer = rest
	}
	in.slot, in.partner = i.random.IntN(i.slots), i.random.IntN(i.partners)
	first, some := i.random.IntN(len(serviceCodes)), 1+i.random.IntN(len(serviceCodes)-1)
	for n := range some {
		in.services = append(in.services, serviceCodes[(first+n)%len(serviceCodes)])
	}
	in.all, in.asCustomer = i.random.IntN(3) == 0, i.random.IntN(2) == 0
	in.pick, in.other = i.random.Uint32(), i.random.Uint32()
	return in
}

func (i *intentions) act(drawn int) string {
	for _, name := range actNames {
		if drawn -= i.weights[name]; drawn < 0 {
			return name
		}
	}
	return actNames[0]
}

// tag is a text that no other intention of the world has: its idempotency key, reason, campaign or domain.
func (i *intentions) tag(in intention) string {
	return fmt.Sprintf("r%dc%dn%d", i.run, i.client, in.number)
}
