import common from './common';
import customer from './customer';
import history from './history';
import invite from './invite';
import operator from './operator';
import partner from './partner';
import reports from './reports';
import requesting from './requesting';

export default { common, customer, history, invite, operator, partner, reports, requesting };
