/**
 * What everything that moves messages from queue to queue has in common: requests within the limits
 * of SQS of which every entry is checked, and a pace.
 */
package io.eventfork.queue;
