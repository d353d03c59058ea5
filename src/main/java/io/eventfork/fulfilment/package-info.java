/**
 * Fulfilment: an order service that tells of new orders by events, and a private shipping service
 * that an event reaches by bus, queue and forwarder. The two share the event and nothing else.
 */
package io.eventfork.fulfilment;
