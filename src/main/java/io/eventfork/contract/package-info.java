/** What callers must send, as the HTTP contracts say it: what is documented is what is checked. */
package io.eventfork.contract;
