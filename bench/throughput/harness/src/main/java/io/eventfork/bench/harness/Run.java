package io.eventfork.bench.harness;

/**
 * One run of one client, from the opening of its gate to the empty queue.
 *
 * @param rate events a second
 * @param cpu microseconds of the client's processor time an event
 * @param requests SQS requests a thousand events
 */
record Run(double rate, double cpu, double requests) {}
