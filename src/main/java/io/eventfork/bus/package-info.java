/** Events for a bus of EventBridge: their requests, and what the answers say of each. */
package io.eventfork.bus;
