/** Amazon EventBridge of the local cloud: buses, rules, and delivery to queues. */
package io.eventfork.localcloud.eventbridge;
