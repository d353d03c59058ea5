/** How the emulated services get their messages into queues, with retries and dead letters. */
package io.eventfork.localcloud.queues;
