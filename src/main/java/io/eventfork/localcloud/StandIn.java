package io.eventfork.localcloud;

/** A running engine that stands in for an AWS service; closing it ends its threads. */
interface StandIn extends AutoCloseable {

    /** The port on loopback. */
    int port();
}
