#!/usr/bin/env node
import '../dist/asl.js'
