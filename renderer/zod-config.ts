import { z } from 'zod';

// The content security policy forbids code made at run time; without this zod tries it once and is told off.
z.config({ jitless: true });
