package io.eventfork.delivery;

import java.time.Instant;

/** Another try of one message from the start of its route, under the receipt it already has. */
record MessageWork(Receipt receipt) implements Work {

    @Override
    public void run(Outcome outcome) {
        receipt.leases().retry(receipt, outcome);
    }

    @Override
    public void abandon() {
        receipt.leases().givingBack().soon(receipt);
    }

    @Override
    public Instant since() {
        return receipt.receivedAt();
    }
}
