/** The time of the local cloud, which can be told to pass. */
package io.eventfork.localcloud.time;
