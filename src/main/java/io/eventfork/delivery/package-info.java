/**
 * From an SQS queue to a sink, at least once.
 *
 * <p>The component registered as {@code aws2-sqs} leases every message at receipt. A message has
 * one {@link io.eventfork.delivery.Receipt}; every exchange, batch and tapped copy that carries the
 * message holds that receipt, and the last one to let go settles it: acknowledge, retry in place,
 * or dead-letter. A route author writes none of this.
 */
package io.eventfork.delivery;
