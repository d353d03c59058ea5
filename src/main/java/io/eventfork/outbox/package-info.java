/**
 * The transactional outbox: events that are written together with what they tell of, and put on the
 * bus afterwards, whatever becomes of the process in between.
 */
package io.eventfork.outbox;
