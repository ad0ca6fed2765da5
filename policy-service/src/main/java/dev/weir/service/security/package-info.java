/** Who may do what, how often, and how large or slow a request may be; settings of the process, not of a problem. */
@NullMarked
package dev.weir.service.security;

import org.jspecify.annotations.NullMarked;
