/**
 * Frequent given names of the languages that Earshot reads, without those that are everyday words
 * or well-known firms (Mark, Will, Grace, Chase). Written down for this; no list of anybody's.
 */
const NAMES = `
Aaron Abigail Adam Adrian Aisha Alan Albert Alejandro Alessandro Alessia Alex Alexander Alexandra Alfred Alice
Alison Amanda Amelia Amy Ana Andrea Andreas Andrew Angela Anita Anja Ann Anna Anne Annette Antoine Anthony
Antonio Arthur Ashley Audrey Barbara Beatrice Ben Benjamin Bernd Beth Bianca Brandon Brenda Brian Bruno
Camille Carla Carlos Carmen Carol Caroline Catherine Cathy Cecilia Charles Charlotte Chiara Chloe Chris
Christian Christina Christine Christoph Christopher Claire Clara Claudia Connor Craig Cristina Cynthia
Daniel Daniela Daniele Danielle David Davide Deborah Debbie Dennis Derek Diana Diane Diego Dieter Dirk
Dominique Donna Doris Dorothy Duncan Dylan Edward Eduardo Elena Eleanor Elisa Elizabeth Ella Ellen Emily Emma
Enrico Eric Erica Erika Ethan Eva Evelyn Fabian Fatima Federico Felix Fernando Fiona Florian Francesca
Francesco Francisco Franz Frederic Frederick Gabriel Gabriela Gareth Gary Gemma Geoff George Gerald Gerhard
Giorgia Giovanni Giulia Giuseppe Gloria Graham Greg Gregory Guillaume Gustavo Hannah Hans Harriet Harry
Heather Heidi Heike Helen Helena Helga Henry Herbert Holger Howard Hugo Ian Ines Ingrid Irene Isabel
Isabella Jack Jacob Jacqueline James Jamie Jane Janet Janice Jason Javier Jean Jeff Jeffrey Jen Jennifer
Jeremy Jesus Jessica Jill Jim Joan Joana Joanna Joanne Joe Joel Johan Johann Johannes John Jonas Jonathan
Jorge Jose Joseph Joshua Juan Judith Juergen Julia Julian Julie Juliette Justin Karen Karin Karl Kate
Katharina Katherine Kathleen Kathy Katie Keith Kelly Ken Kenneth Kerstin Kevin Kimberly Klaus Kristin Kyle
Larissa Larry Laura Lauren Lea Leah Leon Leonardo Liam Linda Lisa Logan Lorenzo Louis Louise Luca Lucas Lucia
Lucy Luis Luisa Lukas Luke Magdalena Manfred Manuel Manuela Marc Marco Marcus Margaret Maria Marie Marina
Mario Marion Marta Martha Martin Martina Mary Mateo Mathieu Matt Matteo Matthew Matthias Max Megan Melanie
Melissa Michael Michel Michele Michelle Miguel Mike Mohamed Mohammed Monica Monika Muhammad Nadia Nancy Natalie
Natasha Nathan Neil Nicholas Nick Nicola Nicolas Nicole Nigel Nina Noah Nora Norbert Olga Oliver Olivia Oscar
Otto Pablo Pamela Paolo Pascal Patricia Patrick Paul Paula Pauline Pedro Peter Petra Phil Philip Philipp Pierre
Priya Rachel Rainer Rajesh Ralf Ralph Raquel Rebecca Renate Ricardo Richard Rita Robert Roberta Roberto Roger
Roland Ronald Rosa Rosie Ross Rui Ruth Ryan Sabine Sally Sam Samantha Samuel Sandra Sara Sarah Scott Sean
Sebastian Sergio Shannon Sharon Sheila Silke Silvia Simon Simone Sofia Sonia Sophia Sophie Stefan Stefania
Stefanie Stefano Stephanie Stephen Steve Steven Stuart Susan Susanne Sven Sylvia Tamara Tania Tanja Tara Teresa
Theresa Thomas Thorsten Tiago Tim Timothy Tobias Todd Tom Tommy Tony Tracey Tracy Ulrich Ulrike Ursula
Uwe Valentina Valerie Vanessa Vera Veronica Victor Victoria Vincent Virginia Walter Wayne Wendy Werner
Wilhelm William Wolfgang Xavier Yasmin Yvonne Zachary Zoe`;

export const GIVEN_NAMES: ReadonlySet<string> = new Set(NAMES.trim().split(/\s+/));
