"""One file per resource kind: its inputs and its whole life. Clients come as an argument; no Pulumi, no HTTP."""
