/**
 * Many callers, few publish requests, no timer.
 *
 * <p>A route sends one entry to {@code group-commit:name}; another route starts from it, gets a
 * list of entries and publishes it. An entry that meets a free slot is published at once, on the
 * thread that brought it. What comes while all slots are busy waits, and the slot that is free next
 * takes as many as one request may hold. So one caller pays nothing for the grouping, and many
 * callers share requests the more the slower the service is.
 *
 * <p>An exchange goes on only when the outcome of its own entry is known. To whatever feeds the
 * route, the component is a synchronous call: a message of a queue is acknowledged after its entry
 * was taken, and an HTTP caller is answered after it.
 */
package io.eventfork.publish;
